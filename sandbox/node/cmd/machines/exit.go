package main

import (
	"errors"
	"fmt"
	"os"
)

const (
	exitFailed      = 1
	exitUsage       = 64
	exitUnavailable = 69
	exitNoPermit    = 77
)

// problem is a failure that the user can mend.
type problem struct {
	code   int
	what   string
	remedy string
}

func (p problem) Error() string { return p.what + ": " + p.remedy }

// ended carries the exit code of the stage below, which has said its reason itself.
type ended int

func (e ended) Error() string { return fmt.Sprintf("ended with %d", int(e)) }

func report(err error) int {
	var code ended
	if errors.As(err, &code) {
		return int(code)
	}
	fmt.Fprintln(os.Stderr, "machines:", err)
	var known problem
	if errors.As(err, &known) {
		return known.code
	}
	return exitFailed
}
