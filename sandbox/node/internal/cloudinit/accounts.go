package cloudinit

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	firstUserID = 1000
	noGroup     = 65534
)

// account is a line of /etc/passwd.
type account struct {
	name     string
	uid, gid int
	home     string
}

// accounts edits /etc/passwd, group, shadow and gshadow below root: every machine has these four files, but not every
// one has the useradd of the same distribution.
type accounts struct{ root string }

// find looks a user up.
func (a accounts) find(name string) (account, bool, error) {
	rows, err := a.lines("passwd")
	if err != nil {
		return account{}, false, err
	}
	for _, row := range rows {
		if row[0] == name && len(row) >= 7 {
			uid, err := strconv.Atoi(row[2])
			if err != nil {
				return account{}, false, fmt.Errorf("/etc/passwd: user %s: uid %q", name, row[2])
			}
			gid, err := strconv.Atoi(row[3])
			if err != nil {
				return account{}, false, fmt.Errorf("/etc/passwd: user %s: gid %q", name, row[3])
			}
			return account{name, uid, gid, row[5]}, true, nil
		}
	}
	return account{}, false, nil
}

// ensure makes the user with a group of its own, or gives an existing one that home and shell. Its password is "*": no
// login by password, and not "!", which sshd without PAM takes for a locked account.
func (a accounts) ensure(user User) (account, error) {
	existing, known, err := a.find(user.Name)
	if err != nil {
		return account{}, err
	}
	made := account{user.Name, existing.uid, existing.gid, user.Home}
	if !known {
		if made.uid, err = a.freeID(); err != nil {
			return account{}, err
		}
		made.gid = made.uid
	}
	if made.home == "" {
		made.home = "/home/" + user.Name
	}
	if user.Name == "root" {
		made.home = "/root"
	}
	return made, a.store(made, user)
}

func (a accounts) store(made account, user User) error {
	shell := user.Shell
	if shell == "" {
		shell = "/bin/sh"
	}
	uid, gid := strconv.Itoa(made.uid), strconv.Itoa(made.gid)
	if err := a.set("passwd", []string{made.name, "x", uid, gid, user.Gecos, made.home, shell}); err != nil {
		return err
	}
	if err := a.set("shadow", []string{made.name, "*", "19000", "0", "99999", "7", "", "", ""}); err != nil {
		return err
	}
	if made.uid != 0 {
		if err := a.set("group", []string{made.name, "x", gid, ""}); err != nil {
			return err
		}
	}
	for _, list := range user.Groups {
		for _, group := range strings.Split(list, ",") {
			if err := a.join(strings.TrimSpace(group), made.name); err != nil {
				return err
			}
		}
	}
	return nil
}
