package unit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// searchPath is systemd's, first match wins.
var searchPath = []string{"etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system"}

// ErrNotFound says that no unit file of that name exists.
var ErrNotFound = errors.New("unit not found")

// ErrMasked says that the unit is linked to /dev/null.
var ErrMasked = errors.New("unit is masked")

// File is a unit file with its drop-ins: for each "Section.Key" the values in the order in which they were assigned.
type File struct {
	Name     string
	Path     string
	settings map[string][]string
}

// Load finds the unit below root ("/" in a host).
func Load(root, name string) (*File, error) {
	for _, directory := range searchPath {
		path := filepath.Join(root, directory, name)
		if target, err := os.Readlink(path); err == nil && target == "/dev/null" {
			return nil, ErrMasked
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		file := &File{Name: name, Path: path, settings: map[string][]string{}}
		file.merge(string(content))
		return file, file.addDropIns(root)
	}
	return nil, ErrNotFound
}

// addDropIns applies NAME.d/*.conf of every directory of the search path, ordered by file name as systemd does.
func (f *File) addDropIns(root string) error {
	byName := map[string]string{}
	for i := len(searchPath) - 1; i >= 0; i-- {
		paths, err := filepath.Glob(filepath.Join(root, searchPath[i], f.Name+".d", "*.conf"))
		if err != nil {
			return err
		}
		for _, path := range paths {
			byName[filepath.Base(path)] = path
		}
	}
	names := make([]string, 0, len(byName))
	for name := range byName {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		content, err := os.ReadFile(byName[name])
		if err != nil {
			return err
		}
		f.merge(string(content))
	}
	return nil
}

// merge adds assignments; an empty one clears what was assigned before.
func (f *File) merge(content string) {
	section := ""
	for _, line := range strings.Split(strings.ReplaceAll(content, "\\\n", " "), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		default:
			key, value, _ := strings.Cut(line, "=")
			f.assign(section+"."+strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
}

func (f *File) assign(key, value string) {
	if value == "" {
		delete(f.settings, key)
		return
	}
	f.settings[key] = append(f.settings[key], value)
}

// All returns every value of a setting, as "Service.ExecStart".
func (f *File) All(key string) []string { return f.settings[key] }

// Last returns the value that holds, or the default.
func (f *File) Last(key, otherwise string) string {
	if values := f.settings[key]; len(values) > 0 {
		return values[len(values)-1]
	}
	return otherwise
}
