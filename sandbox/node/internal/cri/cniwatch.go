package cri

import (
	"errors"
	"fmt"
	"os"

	"github.com/fsnotify/fsnotify"
)

// errCNIFolderRemoved ends the server, in containerd's words.
var errCNIFolderRemoved = errors.New("cni conf dir is removed, stop watching")

// cniWatch stands for containerd's syncer of network configurations (version 2.2): it makes their folder, watches it, and
// its end is the end of containerd.
type cniWatch struct {
	dir     string
	watcher *fsnotify.Watcher
}

func watchCNI(dir string) (*cniWatch, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("CNI configuration: %w", err)
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	if err := watcher.Add(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("watch %s: %w", dir, err), watcher.Close())
	}
	return &cniWatch{dir, watcher}, nil
}

// untilRemoved returns when the folder itself is deleted or moved away, or without an error once the watch is closed.
func (w *cniWatch) untilRemoved() error {
	for {
		select {
		case event, open := <-w.watcher.Events:
			if !open {
				return nil
			}
			if event.Name == w.dir && (event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename)) {
				return errCNIFolderRemoved
			}
		case err, open := <-w.watcher.Errors:
			if open {
				return err
			}
			return nil
		}
	}
}

func (w *cniWatch) close() { _ = w.watcher.Close() } // there is nothing to lose in it
