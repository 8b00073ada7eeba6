package cloudinit

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

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
