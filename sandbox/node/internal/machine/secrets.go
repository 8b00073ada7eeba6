package machine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// othersRead and othersEnter are what the machine lets every user do with a file or a directory.
const (
	othersRead  fs.FileMode = 0o004
	othersEnter fs.FileMode = 0o005
)

// secretsBelow finds what the machine keeps from its ordinary users in one of its directories: passwords and private
// keys. In a host its root owns what the machine's root owns, so it would read them through the overlay. Paths are relative to root.
func secretsBelow(root, directory string) (files, directories []string, err error) {
	err = filepath.WalkDir(filepath.Join(root, directory), func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it has just gone
		}
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if slices.Contains(emptied, relative) {
			return fs.SkipDir
		}
		info, err := entry.Info()
		if err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return nil
		}
		switch {
		case entry.IsDir() && info.Mode()&othersEnter != othersEnter:
			directories = append(directories, relative)
			return fs.SkipDir
		case !entry.IsDir() && info.Mode()&othersRead == 0:
			files = append(files, relative)
		}
		return nil
	})
	return files, directories, err
}

// maskSecrets covers them, and gives the host account files of its own, in which nobody has a password.
func (d *Disk) maskSecrets() error {
	files, directories, err := secretsBelow("/", "etc")
	for _, file := range files {
		err = errors.Join(err, d.whiteout(file))
	}
	for _, directory := range directories {
		err = errors.Join(err, d.opaque(directory))
	}
	return errors.Join(err,
		d.withoutPasswords("passwd", "shadow", ":*:19000:0:99999:7:::"),
		d.withoutPasswords("group", "gshadow", ":*::"))
}

// withoutPasswords writes the shadow of an account file: a line for each of its names.
func (d *Disk) withoutPasswords(public, shadow, rest string) error {
	content, err := os.ReadFile(filepath.Join("/etc", public))
	if err != nil {
		return err
	}
	target := filepath.Join(d.upper(), "etc", shadow)
	if err := errors.Join(os.MkdirAll(filepath.Dir(target), 0o755), removeIfThere(target)); err != nil {
		return err
	}
	return os.WriteFile(target, []byte(shadowLines(string(content), rest)), 0o640)
}

func shadowLines(accounts, rest string) string {
	var text strings.Builder
	for _, line := range strings.Split(accounts, "\n") {
		if name, _, found := strings.Cut(line, ":"); found {
			text.WriteString(name + rest + "\n")
		}
	}
	return text.String()
}

// removeIfThere takes the whiteout away: written through it, nothing would be there.
func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
