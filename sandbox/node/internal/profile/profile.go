// Package profile reads the sandbox's latency profile: how long what the sandbox stands in for takes.
package profile

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Path is where a host finds the profile.
const Path = "/opt/sandbox/etc/latency.json"

// Profile holds the waits that belong to machines, in seconds.
type Profile struct {
	Name             string  `json:"name"`
	BootSeconds      float64 `json:"bootSeconds"`
	UserDataSeconds  float64 `json:"userDataSeconds"`
	PackagesSeconds  float64 `json:"packagesSeconds"`
	ImagePullSeconds float64 `json:"imagePullSeconds"`
}

// Load reads a profile; a negative wait is refused.
func Load(path string) (Profile, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Profile{}, fmt.Errorf("latency profile: %w", err)
	}
	var profile Profile
	if err := json.Unmarshal(content, &profile); err != nil {
		return Profile{}, fmt.Errorf("latency profile %s: %w", path, err)
	}
	waits := map[string]float64{"bootSeconds": profile.BootSeconds, "userDataSeconds": profile.UserDataSeconds,
		"packagesSeconds": profile.PackagesSeconds}
	for name, value := range waits {
		if value < 0 {
			return Profile{}, fmt.Errorf("latency profile %s: %s is %g: give 0 or more seconds", path, name, value)
		}
	}
	return profile, nil
}

// Seconds turns a profile's number into a duration.
func Seconds(value float64) time.Duration { return time.Duration(value * float64(time.Second)) }
