// Package faults reads the container faults that a test or a benchmark ordered for a machine.
package faults

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Kind names what goes wrong with a container.
type Kind string

// The kinds of faults.
const (
	PullError  Kind = "pullError"  // its image cannot be pulled
	CrashLoop  Kind = "crashLoop"  // it exits with 1 right after each start
	NeverReady Kind = "neverReady" // it runs, and its readiness probe fails
	Slow       Kind = "slow"       // it takes Seconds longer to start
	SlowStop   Kind = "slowStop"   // its pod takes Seconds longer to stop, for the kubelet and for kubeadm reset
)

// Kinds lists every kind, in the order of the documentation.
var Kinds = []Kind{PullError, CrashLoop, NeverReady, Slow, SlowStop}

// Rule says which containers have which fault. An empty field matches everything.
type Rule struct {
	Namespace string  `json:"namespace,omitempty"` // exact name
	Pod       string  `json:"pod,omitempty"`       // regular expression, found anywhere in the name
	Image     string  `json:"image,omitempty"`     // regular expression, found anywhere in the reference
	Fault     Kind    `json:"fault"`
	Seconds   float64 `json:"seconds,omitempty"` // Slow and SlowStop only

	pod, image *regexp.Regexp
}

// Target is a container, or an image pull for one (Namespace and Pod are then empty when nobody said for which).
type Target struct{ Namespace, Pod, Image string }

// Rules are checked rules in the order of their file.
type Rules []Rule

// Load reads the rules of a file; a file that is not there holds none.
func Load(path string) (Rules, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("container faults: %w", err)
	}
	rules, err := Parse(content)
	if err != nil {
		return nil, fmt.Errorf("container faults in %s: %w", path, err)
	}
	return rules, nil
}

// Parse checks the JSON list of rules; its error names the rule, the field, the value and what would be right.
func Parse(content []byte) (Rules, error) {
	var rules Rules
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rules); err != nil {
		return nil, fmt.Errorf("not a JSON list of {namespace, pod, image, fault, seconds}: %w", err)
	}
	var problems []error
	for i := range rules {
		if err := rules[i].check(); err != nil {
			problems = append(problems, fmt.Errorf("[%d].%w", i, err))
		}
	}
	return rules, errors.Join(problems...)
}

func (r *Rule) check() (err error) {
	if !slices.Contains(Kinds, r.Fault) {
		return fmt.Errorf("fault: %q is unknown; use one of %v", r.Fault, Kinds)
	}
	if r.Seconds < 0 || r.Seconds > 0 && r.Fault != Slow && r.Fault != SlowStop {
		return fmt.Errorf("seconds: %v; use a positive number, with fault %q or %q only", r.Seconds, Slow, SlowStop)
	}
	if r.pod, err = regexp.Compile(r.Pod); err != nil {
		return fmt.Errorf("pod: %q is not a regular expression: %w", r.Pod, err)
	}
	if r.image, err = regexp.Compile(r.Image); err != nil {
		return fmt.Errorf("image: %q is not a regular expression: %w", r.Image, err)
	}
	return nil
}

// Has tells whether some rule gives the target this fault.
func (rs Rules) Has(kind Kind, target Target) bool {
	return slices.ContainsFunc(rs, func(r Rule) bool { return r.Fault == kind && r.matches(target) })
}

// Delay is how much longer the target takes to start (Slow) or to stop (SlowStop).
func (rs Rules) Delay(kind Kind, target Target) (total time.Duration) {
	for _, r := range rs {
		if r.Fault == kind && r.matches(target) {
			total += time.Duration(r.Seconds * float64(time.Second))
		}
	}
	return total
}

func (r *Rule) matches(t Target) bool {
	return (r.Namespace == "" || r.Namespace == t.Namespace) && r.pod.MatchString(t.Pod) && r.image.MatchString(t.Image)
}
