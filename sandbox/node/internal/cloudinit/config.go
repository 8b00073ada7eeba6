package cloudinit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Config is the part of #cloud-config that is carried out.
type Config struct {
	Hostname          string            `yaml:"hostname"`
	FQDN              string            `yaml:"fqdn"`
	ManageEtcHosts    yaml.Node         `yaml:"manage_etc_hosts"`
	PreserveHostname  bool              `yaml:"preserve_hostname"`
	SSHKeys           map[string]string `yaml:"ssh_keys"`
	SSHDeleteKeys     *bool             `yaml:"ssh_deletekeys"`
	SSHPasswordAuth   yaml.Node         `yaml:"ssh_pwauth"`
	DisableRoot       *bool             `yaml:"disable_root"`
	Users             []User            `yaml:"users"`
	SSHAuthorizedKeys []string          `yaml:"ssh_authorized_keys"`
	WriteFiles        []WriteFile       `yaml:"write_files"`
	BootCommands      []Command         `yaml:"bootcmd"`
	RunCommands       []Command         `yaml:"runcmd"`
	Timezone          string            `yaml:"timezone"`
	Locale            string            `yaml:"locale"`
	PackageUpdate     bool              `yaml:"package_update"`
	PackageUpgrade    bool              `yaml:"package_upgrade"`
	Packages          []Package         `yaml:"packages"`
	Swap              Swap              `yaml:"swap"`
	FinalMessage      string            `yaml:"final_message"`
}

// Swap is accepted and not carried out: a host has no disk of its own to swap to.
type Swap struct {
	Filename string    `yaml:"filename"`
	Size     yaml.Node `yaml:"size"`
	MaxSize  yaml.Node `yaml:"maxsize"`
}

// User is an entry of users: the word "default" or a description.
type User struct {
	Default           bool       `yaml:"-"`
	Name              string     `yaml:"name"`
	Gecos             string     `yaml:"gecos"`
	Home              string     `yaml:"homedir"`
	Shell             string     `yaml:"shell"`
	Groups            StringList `yaml:"groups"`
	Sudo              StringList `yaml:"sudo"`
	LockPassword      *bool      `yaml:"lock_passwd"`
	SSHAuthorizedKeys []string   `yaml:"ssh_authorized_keys"`
}

// UnmarshalYAML takes "default" as well as a description.
func (u *User) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*u = User{Name: node.Value, Default: node.Value == "default"}
		return nil
	}
	type plain User
	return decodeStrictly(node, (*plain)(u))
}

// StringList is a list, or one string of values separated by commas, or false for none.
type StringList []string

// UnmarshalYAML takes all three forms.
func (l *StringList) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		if node.Tag != "!!bool" && node.Tag != "!!null" {
			*l = StringList{node.Value}
		}
		return nil
	}
	return node.Decode((*[]string)(l))
}

// WriteFile is an entry of write_files.
type WriteFile struct {
	Path        string `yaml:"path"`
	Content     string `yaml:"content"`
	Encoding    string `yaml:"encoding"`
	Owner       string `yaml:"owner"`
	Permissions string `yaml:"permissions"`
	Append      bool   `yaml:"append"`
	Defer       bool   `yaml:"defer"`
}

// Command is a line for the shell or a list of words for none.
type Command string

// UnmarshalYAML quotes the words of a list, as cloud-init does.
func (c *Command) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*c = Command(node.Value)
		return nil
	}
	var words []string
	if err := node.Decode(&words); err != nil {
		return err
	}
	for i, word := range words {
		words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	*c = Command(strings.Join(words, " "))
	return nil
}

// Package is a name, or a name with a version.
type Package string

// UnmarshalYAML joins [name, version] as apt-get wants it.
func (p *Package) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*p = Package(node.Value)
		return nil
	}
	var parts []string
	if err := node.Decode(&parts); err != nil {
		return err
	}
	*p = Package(strings.Join(parts, "="))
	return nil
}

// parseConfig reads #cloud-config. An unknown key does not stop the known ones: it comes back in unknown.
func parseConfig(content []byte) (config Config, unknown []string, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	err = decoder.Decode(&config)
	var mismatch *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF): // nothing but comments
		return config, nil, nil
	case errors.As(err, &mismatch):
		return config, mismatch.Errors, nil
	case err != nil:
		return Config{}, nil, fmt.Errorf("Failed loading yaml blob: %w", err)
	}
	return config, nil, nil
}

// decodeStrictly refuses unknown keys below a node, which Node.Decode alone would ignore.
func decodeStrictly(node *yaml.Node, into any) error {
	content, err := yaml.Marshal(node)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}
