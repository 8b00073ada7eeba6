package cloudinit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// stageNames in the order in which the original runs them.
var stageNames = []string{"init-local", "init", "modules-config", "modules-final"}

// stageRecord is the original's record of a stage in status.json.
type stageRecord struct {
	Errors      []string            `json:"errors"`
	Recoverable map[string][]string `json:"recoverable_errors"`
	Start       *float64            `json:"start"`
	Finished    *float64            `json:"finished"`
}

// record is status.json, version v1.
type record struct {
	Stage      *string                `json:"stage"`
	Datasource *string                `json:"datasource"`
	Stages     map[string]stageRecord `json:"-"`
}

func newRecord() record {
	fresh := record{Stages: map[string]stageRecord{}}
	for _, name := range stageNames {
		fresh.Stages[name] = stageRecord{Errors: []string{}, Recoverable: map[string][]string{}}
	}
	return fresh
}

// MarshalJSON puts the stages beside the other members, as the original does.
func (r record) MarshalJSON() ([]byte, error) {
	members := map[string]any{"stage": r.Stage, "datasource": r.Datasource}
	for name, stage := range r.Stages {
		members[name] = stage
	}
	return json.Marshal(map[string]any{"v1": members})
}

// UnmarshalJSON is the reverse.
func (r *record) UnmarshalJSON(content []byte) error {
	var file struct {
		V1 map[string]json.RawMessage `json:"v1"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return err
	}
	*r = newRecord()
	for _, name := range stageNames {
		var stage stageRecord
		if err := json.Unmarshal(file.V1[name], &stage); err != nil {
			return fmt.Errorf("stage %s: %w", name, err)
		}
		r.Stages[name] = stage
	}
	if err := json.Unmarshal(file.V1["stage"], &r.Stage); err != nil {
		return err
	}
	return json.Unmarshal(file.V1["datasource"], &r.Datasource)
}

func statusPath(root string) string { return filepath.Join(root, "run/cloud-init/status.json") }

func resultPath(root string) string { return filepath.Join(root, "run/cloud-init/result.json") }

func readRecord(root string) (record, error) {
	content, err := os.ReadFile(statusPath(root))
	if errors.Is(err, fs.ErrNotExist) {
		return newRecord(), nil
	}
	if err != nil {
		return record{}, err
	}
	var read record
	return read, json.Unmarshal(content, &read)
}

func (r record) write(root string) error {
	if err := os.MkdirAll(filepath.Dir(statusPath(root)), 0o755); err != nil {
		return err
	}
	content, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return replaceFile(statusPath(root), content, 0o644)
}

func (r record) errors() []string {
	all := []string{}
	for _, name := range stageNames {
		all = append(all, r.Stages[name].Errors...)
	}
	return all
}

func (r record) recoverable() map[string][]string {
	all := map[string][]string{}
	for _, name := range stageNames {
		for level, messages := range r.Stages[name].Recoverable {
			all[level] = append(all[level], messages...)
		}
	}
	return all
}

func now() *float64 {
	seconds := float64(time.Now().UnixNano()) / 1e9
	return &seconds
}

// replaceFile writes beside the file and renames, so that a reader sees the old or the new content.
func replaceFile(path string, content []byte, mode fs.FileMode) error {
	fresh := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(fresh, content, mode); err != nil {
		return err
	}
	if err := os.Chmod(fresh, mode); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}
