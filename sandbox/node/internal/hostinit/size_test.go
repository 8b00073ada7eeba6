package hostinit

import (
	"strings"
	"testing"
)

func TestGivenASizeWhenShownThenMemoryIsWhatAnInstanceReportsAndProcessorsAreCounted(t *testing.T) {
	medium := Size{VCPUs: 2, MemoryMiB: 4096}
	if text := string(medium.meminfo()); !strings.HasPrefix(text, "MemTotal:        3942645 kB\n") {
		t.Error(text)
	}
	for vcpus, wanted := range map[int]string{1: "0\n", 2: "0-1\n", 64: "0-63\n"} {
		if online := string(Size{VCPUs: vcpus}.online()); online != wanted {
			t.Errorf("%d: %q", vcpus, online)
		}
	}
}
