package unit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

const administrator = "etc/systemd/system" // where systemctl keeps its links

// Enable links the unit into the targets that want it; it returns the links that were made.
func Enable(root, name string) ([]string, error) {
	file, err := Load(root, name)
	if err != nil {
		return nil, err
	}
	var made []string
	for _, link := range file.links(root) {
		switch err := os.Symlink("/"+relative(root, file.Path), link); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			return made, err
		default:
			made = append(made, fmt.Sprintf("Created symlink /%s → /%s.", relative(root, link), relative(root, file.Path)))
		}
	}
	return made, nil
}

// Disable removes those links.
func Disable(root, name string) ([]string, error) {
	file, err := Load(root, name)
	if errors.Is(err, ErrMasked) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var removed []string
	for _, link := range file.links(root) {
		if err := os.Remove(link); err == nil {
			removed = append(removed, fmt.Sprintf("Removed /%s.", relative(root, link)))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
	}
	return removed, nil
}

func (f *File) links(root string) []string {
	var links []string
	for _, targets := range f.All("Install.WantedBy") {
		for _, target := range strings.Fields(targets) {
			directory := filepath.Join(root, administrator, target+".wants")
			if os.MkdirAll(directory, 0o755) == nil { // a failure shows when the link is made
				links = append(links, filepath.Join(directory, f.Name))
			}
		}
	}
	return links
}

func relative(root, path string) string {
	short, err := filepath.Rel(root, path)
	if err != nil {
		return path
	}
	return short
}

// Mask links the unit to /dev/null; masking what does not exist works, as it does with systemd.
func Mask(root, name string) (string, error) {
	link := filepath.Join(root, administrator, name)
	if target, err := os.Readlink(link); err == nil && target == os.DevNull {
		return "", nil
	}
	if _, err := os.Lstat(link); err == nil {
		return "", fmt.Errorf("Failed to mask unit: File /%s already exists.", relative(root, link))
	}
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return "", err
	}
	if err := os.Symlink(os.DevNull, link); err != nil {
		return "", err
	}
	return fmt.Sprintf("Created symlink /%s → /dev/null.", relative(root, link)), nil
}

// Unmask removes the link to /dev/null.
func Unmask(root, name string) (string, error) {
	link := filepath.Join(root, administrator, name)
	if target, err := os.Readlink(link); err != nil || target != os.DevNull {
		return "", nil
	}
	return fmt.Sprintf("Removed /%s.", relative(root, link)), os.Remove(link)
}

// Enablement is what is-enabled prints.
func Enablement(root, name string) (string, error) {
	file, err := Load(root, name)
	if errors.Is(err, ErrMasked) {
		return "masked", nil
	}
	if err != nil {
		return "", err
	}
	links := file.links(root)
	if len(links) == 0 {
		return "static", nil
	}
	for _, link := range links {
		if _, err := os.Lstat(link); err != nil {
			return "disabled", nil
		}
	}
	return "enabled", nil
}

// Enabled lists the units that start with the host.
func Enabled(root string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(root, administrator, "multi-user.target.wants", "*"))
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(paths))
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	sort.Strings(names)
	return names, nil
}
