package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGivenBadOptionsWhenParsedThenEachIsRefusedWithItsRemedy(t *testing.T) {
	directory := t.TempDir()
	latency, negative := filepath.Join(directory, "latency.json"), filepath.Join(directory, "negative.json")
	for path, content := range map[string]string{latency: "{}", negative: `{"bootSeconds":-1}`} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	good := map[string]string{"--aws": "http://127.0.0.1:5000", "--dir": directory, "--latency": latency, "--control": filepath.Join(directory, "c")}
	for name, one := range map[string]struct{ option, value, wanted string }{
		"no AWS":              {"--aws", "", "--aws"},
		"AWS elsewhere":       {"--aws", "http://192.0.2.1:80", "loopback"},
		"AWS by name":         {"--aws", "http://localhost:80", "loopback"},
		"no directory":        {"--dir", filepath.Join(directory, "none"), "make it first"},
		"odd directory":       {"--dir", directory + ",x", "give another one"},
		"no profile":          {"--latency", filepath.Join(directory, "none"), "sandbox/latency"},
		"negative wait":       {"--latency", negative, "bootSeconds"},
		"control is missing":  {"--control", "", "--control is missing"},
		"control is too long": {"--control", "/" + strings.Repeat("x", 120), "shorter"},
		"kube is no program":  {"--kube", latency, "build"},
	} {
		t.Run(name, func(t *testing.T) {
			line := []string{}
			for option, value := range good {
				if option == one.option {
					value = one.value
				}
				line = append(line, option, value)
			}
			if one.option == "--kube" {
				line = append(line, "--kube", one.value)
			}
			_, err := parse(line)
			var known problem
			if !errors.As(err, &known) || known.code != exitUsage || !strings.Contains(err.Error(), one.wanted) {
				t.Errorf("%v", err)
			}
		})
	}
}
