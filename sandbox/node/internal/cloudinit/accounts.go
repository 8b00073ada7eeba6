package cloudinit

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

func (a accounts) path(name string) string { return filepath.Join(a.root, "etc", name) }

func (a accounts) lines(name string) ([][]string, error) {
	content, err := os.ReadFile(a.path(name))
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		rows = append(rows, strings.Split(line, ":"))
	}
	return rows, nil
}

func (a accounts) write(name string, rows [][]string) error {
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, ":") + "\n")
	}
	info, err := os.Stat(a.path(name))
	if err != nil {
		return err
	}
	return replaceFile(a.path(name), []byte(text.String()), info.Mode().Perm())
}

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

// set replaces the line of that name or appends it.
func (a accounts) set(file string, row []string) error {
	rows, err := a.lines(file)
	if err != nil {
		return err
	}
	for i := range rows {
		if rows[i][0] == row[0] {
			rows[i] = row
			return a.write(file, rows)
		}
	}
	return a.write(file, append(rows, row))
}

// join adds a user to a group, which is made when it is missing.
func (a accounts) join(group, user string) error {
	rows, err := a.lines("group")
	if err != nil {
		return err
	}
	for i := range rows {
		if rows[i][0] == group && len(rows[i]) == 4 {
			members := strings.FieldsFunc(rows[i][3], func(r rune) bool { return r == ',' })
			if slices.Contains(members, user) {
				return nil
			}
			rows[i][3] = strings.Join(append(members, user), ",")
			return a.write("group", rows)
		}
	}
	id, err := a.freeID()
	if err != nil {
		return err
	}
	return a.write("group", append(rows, []string{group, "x", strconv.Itoa(id), user}))
}

// freeID is above every ordinary user's and group's id.
func (a accounts) freeID() (int, error) {
	highest := firstUserID - 1
	for _, file := range []string{"passwd", "group"} {
		rows, err := a.lines(file)
		if err != nil {
			return 0, err
		}
		for _, row := range rows {
			if len(row) < 3 {
				continue
			}
			if id, err := strconv.Atoi(row[2]); err == nil && id > highest && id < noGroup-1000 {
				highest = id
			}
		}
	}
	return highest + 1, nil
}
