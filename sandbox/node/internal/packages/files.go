package packages

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// shipped holds, by package, the files that the real package ships.
//
//go:embed all:shipped
var shipped embed.FS

// unpack writes what a package ships; a configuration file that the user has changed stays (dpkg's confold).
func unpack(root string, of Package) error {
	for path, target := range of.Links {
		if err := link(filepath.Join(root, path), target); err != nil {
			return err
		}
	}
	top := "shipped/" + of.Name
	if _, err := fs.Stat(shipped, top); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fs.WalkDir(shipped, top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := shipped.ReadFile(path)
		if err != nil {
			return err
		}
		return writeNew(filepath.Join(root, path[len(top):]), content)
	})
}

// link makes a program appear; one that the machine really has stays.
func link(path, target string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

func writeNew(path string, content []byte) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
