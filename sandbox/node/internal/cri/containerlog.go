package cri

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// containerLog is a log file in CRI's format: time, stream, F (a full line), text. The zero value discards.
type containerLog struct {
	path string
	mu   sync.Mutex
	file *os.File
}

// open opens the file, anew after a rotation.
func (l *containerLog) open() error {
	if l.path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(l.path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	l.close()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.file = file
	return nil
}

func (l *containerLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}

func (l *containerLog) write(stream, line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		fmt.Fprintf(l.file, "%s %s F %s\n", time.Now().Format(time.RFC3339Nano), stream, line)
	}
}

// copy writes everything that a process says until it closes its end.
func (l *containerLog) copy(stream string, from io.Reader) {
	reader := bufio.NewReader(from)
	for {
		line, err := reader.ReadString('\n')
		if line != "" {
			l.write(stream, strings.TrimRight(line, "\n"))
		}
		if err != nil {
			return
		}
	}
}
