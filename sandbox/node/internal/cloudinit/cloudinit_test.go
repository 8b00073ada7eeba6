package cloudinit

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clusterline.io/sandbox/node/internal/guest"
)

// fresh is a stage over an empty root with the four account files.
func fresh(t *testing.T, name, userData string) *stage {
	t.Helper()
	root := t.TempDir()
	for file, content := range map[string]string{"passwd": "root:x:0:0:root:/root:/bin/bash\nsomeone:x:1000:1000::/home/someone:/bin/sh\n",
		"group": "root:x:0:\nadm:x:4:\nsomeone:x:1000:\n", "shadow": "root:*:19000:0:99999:7:::\n"} {
		must(t, os.MkdirAll(filepath.Join(root, "etc"), 0o755))
		must(t, os.WriteFile(filepath.Join(root, "etc", file), []byte(content), 0o640))
	}
	data, err := parseUserData([]byte(userData))
	must(t, err)
	return &stage{root: root, name: name, identity: guest.Identity{InstanceID: "i-1", Hostname: "ip-10-0-1-5"}, data: data,
		record: newRecord(), output: io.Discard, log: log.New(io.Discard, "", 0)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, s *stage, path string) string {
	t.Helper()
	read, err := os.ReadFile(filepath.Join(s.root, path))
	must(t, err)
	return string(read)
}

func TestGivenCloudConfigWhenParsedThenEveryFormOfItsValuesIsUnderstood(t *testing.T) {
	data, err := parseUserData([]byte(`#cloud-config
users: [default, {name: ops, sudo: 'ALL=(ALL) NOPASSWD:ALL', groups: 'adm, sudo', shell: /bin/bash}, {name: plain, sudo: false}]
runcmd:
- echo one
- [echo, "it's", two words]
packages: [jq, [kubelet, 1.36.3-1.1]]
`))
	must(t, err)
	config := data.config
	if len(data.unknown) > 0 || len(config.Users) != 3 || !config.Users[0].Default || len(config.Users[2].Sudo) != 0 {
		t.Errorf("users: %+v, unknown: %v", config.Users, data.unknown)
	}
	if config.RunCommands[1] != `'echo' 'it'\''s' 'two words'` {
		t.Errorf("runcmd: %s", config.RunCommands[1])
	}
	if config.Packages[1] != "kubelet=1.36.3-1.1" {
		t.Errorf("packages: %s", config.Packages[1])
	}
}

func TestGivenAnUnknownKeyAnywhereWhenParsedThenItIsToldAndTheRestIsCarriedOut(t *testing.T) {
	for _, text := range []string{"phone_home: {}", "write_files:\n- {path: /x, contents: y}", "users:\n- {name: a, colour: red}"} {
		data, err := parseUserData([]byte("#cloud-config\nhostname: kept\n" + text + "\n"))
		must(t, err)
		if len(data.unknown) != 1 || data.config.Hostname != "kept" {
			t.Errorf("%q: unknown %v, hostname %q", text, data.unknown, data.config.Hostname)
		}
	}
}

func TestGivenUserDataOfOtherKindsWhenParsedThenItIsAnErrorOrTheOriginalsWarning(t *testing.T) {
	for text, isError := range map[string]bool{"#cloud-boothook\n": true, "## template: jinja\n#cloud-config\n": true, "hello": false, "#cloud-config\nfoo: [": false} {
		data, err := parseUserData([]byte(text))
		must(t, err)
		if (len(data.unknown) == 1) != isError || (len(data.unhandled) == 1) == isError {
			t.Errorf("%q: errors %v, warnings %v", text, data.unknown, data.unhandled)
		}
	}
}

func TestGivenMultipartUserDataWhenParsedThenEachPartIsTakenByItsKind(t *testing.T) {
	data, err := parseUserData([]byte("Content-Type: multipart/mixed; boundary=\"B\"\nMIME-Version: 1.0\n\n--B\nContent-Type: text/cloud-config\n\n#cloud-config\nhostname: a\n\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\ntrue\n--B--\n"))
	must(t, err)
	if data.config.Hostname != "a" || len(data.scripts) != 1 {
		t.Errorf("%+v", data)
	}
}

func TestGivenFilesToWriteWhenTheStageRunsThenContentAndPermissionsAreRight(t *testing.T) {
	s := fresh(t, "init", "#cloud-config\nwrite_files:\n- {path: /etc/a/b, encoding: b64, permissions: '0600', content: "+
		base64.StdEncoding.EncodeToString([]byte("secret"))+"}\n- {path: /late, content: x, defer: true}\n")
	must(t, s.writeFiles(false))
	info, err := os.Stat(filepath.Join(s.root, "etc/a/b"))
	must(t, err)
	if info.Mode().Perm() != 0o600 || content(t, s, "etc/a/b") != "secret" {
		t.Errorf("mode %v, content %q", info.Mode(), content(t, s, "etc/a/b"))
	}
	if _, err := os.Stat(filepath.Join(s.root, "late")); err == nil {
		t.Error("a deferred file came early")
	}
}

func TestGivenBadFilesWhenWrittenThenTheErrorNamesFieldAndRemedyButNotTheContent(t *testing.T) {
	for entry, wanted := range map[string]string{
		"{path: relative, content: s3cret}": "absolute", "{path: /x, encoding: rot13, content: s3cret}": "encoding",
		"{path: /x, permissions: rwx, content: s3cret}": "octal", "{path: /x, encoding: b64, content: 's3cret!'}": "not base64"} {
		err := fresh(t, "init", "#cloud-config\nwrite_files: ["+entry+"]\n").writeFiles(false)
		if err == nil || !strings.Contains(err.Error(), wanted) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", entry, err)
		}
	}
}

func TestGivenNoUserWhenTheStageRunsThenUbuntuGetsAFreeIdAndAnUnlockedPassword(t *testing.T) {
	s := fresh(t, "init", "")
	user, err := accounts{s.root}.ensure(s.distributionsUser())
	must(t, err)
	if user.uid != 1001 || !strings.Contains(content(t, s, "etc/shadow"), "ubuntu:*:") {
		t.Errorf("uid %d, shadow %s", user.uid, content(t, s, "etc/shadow"))
	}
	again, err := accounts{s.root}.ensure(s.distributionsUser())
	must(t, err)
	if again.uid != user.uid || strings.Count(content(t, s, "etc/passwd"), "\nubuntu:") != 1 {
		t.Error("an existing user was made again")
	}
}

func TestGivenNamesWhenAskedThenHostnameAndFqdnFollowTheOriginalsRules(t *testing.T) {
	for text, wanted := range map[string]string{"": "ip-10-0-1-5 ip-10-0-1-5", "hostname: a": "a a", "fqdn: a.b.c": "a a.b.c", "hostname: a.b": "a a.b",
		"hostname: a\nfqdn: x.y": "a x.y"} {
		short, full := fresh(t, "init", "#cloud-config\n"+text+"\n").names()
		if short+" "+full != wanted {
			t.Errorf("%q gives %s %s, wanted %s", text, short, full, wanted)
		}
	}
}

func TestGivenLocalhostModeWhenBootedTwiceThenTheOwnLineIsThereOnceAndOtherLinesStay(t *testing.T) {
	s := fresh(t, "init", "#cloud-config\nhostname: a\nfqdn: a.b\nmanage_etc_hosts: localhost\n")
	must(t, os.WriteFile(filepath.Join(s.root, "etc/hosts"), []byte("10.0.1.5 api.b\n"), 0o644))
	must(t, s.updateEtcHosts())
	must(t, s.updateEtcHosts())
	if hosts := content(t, s, "etc/hosts"); hosts != "127.0.1.1 a.b a\n10.0.1.5 api.b\n" {
		t.Errorf("%q", hosts)
	}
}

func TestGivenBadHostKeysWhenTheStageRunsThenNothingOfThemIsTold(t *testing.T) {
	s := fresh(t, "init", "#cloud-config\nssh_keys: {ed25519_private: VERY-SECRET}\n")
	if err := s.hostKeys(); err == nil || strings.Contains(err.Error(), "VERY-SECRET") || !strings.Contains(err.Error(), "ed25519_private") {
		t.Errorf("%v", err)
	}
	s = fresh(t, "init", "#cloud-config\nssh_keys: {dsa_private: x}\n")
	if err := s.hostKeys(); err == nil || !strings.Contains(err.Error(), "ssh_keys.dsa_private") {
		t.Errorf("%v", err)
	}
}

func TestGivenNoHostKeysWhenTheStageRunsThenOneIsGenerated(t *testing.T) {
	s := fresh(t, "init", "")
	must(t, s.hostKeys())
	if !strings.HasPrefix(content(t, s, "etc/ssh/ssh_host_ed25519_key.pub"), "ssh-ed25519 ") {
		t.Error("no public key")
	}
}

func TestGivenCommandsWhenWrittenThenALaterOneRunsAfterAFailureAsInTheOriginal(t *testing.T) {
	s := fresh(t, "modules-final", "#cloud-config\nruncmd:\n- 'false'\n- touch "+filepath.Join(t.TempDir(), "reached")+"\n")
	must(t, s.runCommands())
	must(t, s.scriptsUser())
	s = fresh(t, "modules-final", "#!/bin/sh\nexit 3\n")
	if err := s.scriptsUser(); err == nil || !strings.Contains(err.Error(), "part-001") {
		t.Errorf("a failing script is not told: %v", err)
	}
}

func TestGivenStagesWhenTheyEndThenStatusAndExitCodeAreTheOriginals(t *testing.T) {
	s := fresh(t, "init", "")
	told := func() (string, int) {
		var out bytes.Buffer
		code, err := status(s.root, []string{"--format", "json"}, &out)
		must(t, err)
		var read summary
		must(t, json.Unmarshal(out.Bytes(), &read))
		return read.Extended, code
	}
	expect := func(wanted string, code int) {
		t.Helper()
		if got, exit := told(); got != wanted || exit != code {
			t.Errorf("status %q, exit code %d; wanted %q, %d", got, exit, wanted, code)
		}
	}
	expect("not started", 0)
	must(t, s.finish(stageRecord{Start: now(), Recoverable: map[string][]string{}}))
	expect("running", 0)
	s.name = "modules-final"
	must(t, s.finish(stageRecord{Start: now(), Recoverable: map[string][]string{"WARNING": {"odd"}}}))
	expect("degraded done", 2)
	must(t, s.save(stageRecord{Start: now(), Errors: []string{"bad"}}))
	expect("error", 1)
}

func TestGivenAnUnknownOptionWhenStatusIsAskedThenItIsRefused(t *testing.T) {
	if code, err := status(t.TempDir(), []string{"--nonsense"}, io.Discard); err == nil || code != 2 {
		t.Errorf("%d %v", code, err)
	}
}
