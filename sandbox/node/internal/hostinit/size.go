package hostinit

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	// usablePercent of its memory an instance reports: firmware and the kernel keep the rest. A t3a.medium has 4096 MiB
	// and reports some 3840.
	usablePercent = 94
	kibPerMiB     = 1024

	meminfoPath = "/proc/meminfo"
	onlinePath  = "/sys/devices/system/cpu/online"
	nodesPath   = "/sys/devices/system/node" // where the kubelet counts processors
)

// Size is what an instance of its type has. A field that is 0 leaves the machine's own.
type Size struct {
	VCPUs     int `json:"vcpus"`
	MemoryMiB int `json:"memoryMib"`
}

// show lets the kubelet and tools see this size in place of the machine's. Nothing is limited by it: the processes of
// a pretended pod use next to nothing.
func (s Size) show() error {
	if s.MemoryMiB > 0 {
		if err := replaceWith(meminfoPath, s.meminfo()); err != nil {
			return err
		}
	}
	if s.VCPUs == 0 {
		return nil
	}
	if err := replaceWith(onlinePath, s.online()); err != nil {
		return err
	}
	return s.showProcessors()
}

func (s Size) meminfo() []byte {
	kib := s.MemoryMiB * kibPerMiB * usablePercent / 100
	return fmt.Appendf(nil, "MemTotal:       %8d kB\nMemFree:        %8d kB\nMemAvailable:   %8d kB\n"+
		"Buffers:               0 kB\nCached:                0 kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\n", kib, kib, kib)
}

func (s Size) online() []byte {
	if s.VCPUs == 1 {
		return []byte("0\n")
	}
	return fmt.Appendf(nil, "0-%d\n", s.VCPUs-1)
}

// showProcessors covers the machine's by one socket of single-threaded cores.
func (s Size) showProcessors() error {
	if err := mount("tmpfs", nodesPath, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=755,size=8m"); err != nil {
		return err
	}
	for cpu := range s.VCPUs {
		topology := filepath.Join(nodesPath, "node0", "cpu"+strconv.Itoa(cpu), "topology")
		if err := os.MkdirAll(topology, 0o755); err != nil {
			return err
		}
		for name, value := range map[string]int{"core_id": cpu, "physical_package_id": 0} {
			if err := os.WriteFile(filepath.Join(topology, name), fmt.Appendln(nil, value), 0o444); err != nil {
				return err
			}
		}
	}
	return nil
}
