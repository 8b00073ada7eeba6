package controllers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestGivenNoKubeconfigWhenRunThenItIsWaitedForAndThenRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "admin.conf")
	ended := make(chan error, 1)
	go func() { ended <- Run(context.Background(), file, Files{}) }()
	select {
	case err := <-ended:
		t.Fatalf("did not wait: %v", err)
	case <-time.After(200 * time.Millisecond): // proof of waiting: there is no event for "still waits"
	}
	if err := os.WriteFile(file, []byte("{ not a kubeconfig"), 0o600); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("got %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the file was not read")
	}
}

func TestGivenNoKubeconfigWhenAskedToEndThenItEndsWithoutAnError(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Run(ctx, filepath.Join(t.TempDir(), "none"), Files{}); err != nil {
		t.Error(err)
	}
}
