package cloudinit

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// distributionsUser is the cloud images' user: the one who gets the key, and nobody else.
func (s *stage) distributionsUser() User {
	user := User{Name: "ubuntu", Gecos: "Ubuntu", Shell: "/bin/bash", Sudo: StringList{"ALL=(ALL) NOPASSWD:ALL"},
		Groups: StringList{"adm,sudo"}}
	if s.identity.Distribution == "debian" {
		user.Name, user.Gecos = "admin", "Debian"
	}
	return user
}

var userName = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

const rootNotice = `no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command="echo 'Please login as the user \"%s\" rather than the user \"root\".';echo;sleep 10;exit 142" `

// usersGroups makes the users: the default one unless the list leaves it out.
func (s *stage) usersGroups() error {
	users := s.config().Users
	if users == nil {
		users = []User{{Default: true}}
	}
	var sudoers strings.Builder
	for _, user := range users {
		if user.Default {
			user = s.distributionsUser()
			s.defaultUser = user.Name
		}
		if err := s.makeUser(user, &sudoers); err != nil {
			return fmt.Errorf("user %q: %w", user.Name, err)
		}
	}
	if sudoers.Len() == 0 {
		return nil
	}
	return s.writeFile("etc/sudoers.d/90-cloud-init-users", sudoers.String(), 0o440)
}

func (s *stage) makeUser(user User, sudoers *strings.Builder) error {
	if !userName.MatchString(user.Name) {
		return fmt.Errorf("not a user name: give lower case letters, digits, - and _")
	}
	made, err := accounts{s.root}.ensure(user)
	if err != nil {
		return err
	}
	if err := s.makeHome(made); err != nil {
		return err
	}
	for _, rule := range user.Sudo {
		fmt.Fprintf(sudoers, "%s %s\n", user.Name, rule)
	}
	return s.authorize(made, user.SSHAuthorizedKeys, "")
}

func (s *stage) makeHome(user account) error {
	home := filepath.Join(s.root, user.home)
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	return os.Lchown(home, user.uid, user.gid)
}

// ssh installs the keys of the instance: host keys, the default user's authorized keys, and root's refusal.
func (s *stage) ssh() error {
	if err := s.hostKeys(); err != nil {
		return err
	}
	keys := append(append([]string{}, s.identity.PublicKeys...), s.config().SSHAuthorizedKeys...)
	name := s.defaultUser
	if name != "" {
		if err := s.authorizeByName(name, keys, ""); err != nil {
			return err
		}
	}
	prefix := ""
	if disable := s.config().DisableRoot; disable == nil || *disable {
		if name == "" {
			name = "NONE"
		}
		prefix = fmt.Sprintf(rootNotice, name)
	}
	return s.authorizeByName("root", keys, prefix)
}

func (s *stage) authorizeByName(name string, keys []string, prefix string) error {
	user, known, err := accounts{s.root}.find(name)
	if err != nil || !known {
		return err
	}
	return s.authorize(user, keys, prefix)
}

// authorize adds keys to a user's authorized_keys.
func (s *stage) authorize(user account, keys []string, prefix string) error {
	if len(keys) == 0 {
		return nil
	}
	directory := filepath.Join(s.root, user.home, ".ssh")
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	path := filepath.Join(directory, "authorized_keys")
	content, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	text := string(content)
	for _, key := range keys {
		if key = strings.TrimSpace(key); key != "" && !strings.Contains(text, key) {
			text += prefix + key + "\n"
		}
	}
	if err := replaceFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	return own(user.uid, user.gid, directory, path)
}

func own(uid, gid int, paths ...string) error {
	for _, path := range paths {
		if err := os.Lchown(path, uid, gid); err != nil {
			return err
		}
	}
	return nil
}
