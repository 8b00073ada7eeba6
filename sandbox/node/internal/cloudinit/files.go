package cloudinit

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// writeFiles carries out the entries of write_files that are due (deferred ones come last of all).
func (s *stage) writeFiles(deferred bool) error {
	for i, entry := range s.config().WriteFiles {
		if entry.Defer != deferred {
			continue
		}
		if err := s.writeEntry(entry); err != nil {
			return fmt.Errorf("write_files[%d] %s: %w", i, entry.Path, err)
		}
	}
	return nil
}

func (s *stage) writeEntry(entry WriteFile) error {
	if !filepath.IsAbs(entry.Path) {
		return fmt.Errorf("path: give an absolute one")
	}
	content, err := decode(entry)
	if err != nil {
		return err
	}
	mode, err := permissions(entry.Permissions)
	if err != nil {
		return err
	}
	path := filepath.Join(s.root, entry.Path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if entry.Append {
		old, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		content = append(old, content...)
	}
	if err := replaceFile(path, content, mode); err != nil {
		return err
	}
	return chown(path, entry.Owner)
}

func decode(entry WriteFile) ([]byte, error) {
	text := []byte(entry.Content)
	switch entry.Encoding {
	case "", "text/plain":
		return text, nil
	case "b64", "base64":
		return fromBase64(entry.Content)
	case "gz", "gzip":
		return gunzip(text)
	case "gz+b64", "gzip+base64", "gz+base64", "gzip+b64":
		packed, err := fromBase64(entry.Content)
		if err != nil {
			return nil, err
		}
		return gunzip(packed)
	}
	return nil, fmt.Errorf("encoding %q: give b64, gzip or gz+b64", entry.Encoding)
}

func fromBase64(text string) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, fmt.Errorf("content is not base64") // not the content: it may be secret
	}
	return content, nil
}

func gunzip(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("content is not gzip: %w", err)
	}
	return io.ReadAll(reader)
}

func permissions(text string) (fs.FileMode, error) {
	if text == "" {
		return 0o644, nil
	}
	mode, err := strconv.ParseUint(strings.TrimPrefix(text, "0o"), 8, 32)
	if err != nil {
		return 0, fmt.Errorf("permissions %q: give an octal number as '0644'", text)
	}
	return fs.FileMode(mode), nil
}

// chown takes user, user:group or nothing for root.
func chown(path, owner string) error {
	if owner == "" || owner == "root:root" || owner == "root" {
		return nil
	}
	name, group, _ := strings.Cut(owner, ":")
	found, err := user.Lookup(name)
	if err != nil {
		return fmt.Errorf("owner: %w", err)
	}
	gid := found.Gid
	if group != "" {
		known, err := user.LookupGroup(group)
		if err != nil {
			return fmt.Errorf("owner: %w", err)
		}
		gid = known.Gid
	}
	uidNumber, err := strconv.Atoi(found.Uid)
	if err != nil {
		return err
	}
	gidNumber, err := strconv.Atoi(gid)
	if err != nil {
		return err
	}
	return os.Lchown(path, uidNumber, gidNumber)
}

func (s *stage) writeFile(path, content string, mode fs.FileMode) error {
	path = filepath.Join(s.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return replaceFile(path, []byte(content), mode)
}
