package faults

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestGivenNoFileWhenLoadedThenNoRules(t *testing.T) {
	rules, err := Load(filepath.Join(t.TempDir(), "none.json"))
	if err != nil || rules != nil {
		t.Fatalf("got %v, %v", rules, err)
	}
}

func TestGivenRulesWhenAskedThenEveryNamedFieldMustMatch(t *testing.T) {
	rules := parsed(t, `[{"namespace":"web","pod":"^shop-","image":"nginx","fault":"crashLoop"}]`)
	cases := map[Target]bool{
		{"web", "shop-1", "docker.io/nginx:1"}:  true,
		{"db", "shop-1", "docker.io/nginx:1"}:   false,
		{"web", "my-shop-1", "docker.io/nginx"}: false,
		{"web", "shop-1", "docker.io/httpd:2"}:  false,
		{"", "", "docker.io/nginx:1"}:           false, // a pull for nobody in particular
	}
	for target, want := range cases {
		if got := rules.Has(CrashLoop, target); got != want {
			t.Errorf("%+v: got %v, want %v", target, got, want)
		}
		if rules.Has(PullError, target) {
			t.Errorf("%+v: has a fault that no rule gives", target)
		}
	}
}

func TestGivenSeveralSlowRulesWhenAskedThenDelaysAddUp(t *testing.T) {
	rules := parsed(t, `[{"fault":"slow","seconds":1.5},{"pod":"a","fault":"slow","seconds":1},{"pod":"b","fault":"slow","seconds":9}]`)
	if got := rules.Delay(Slow, Target{Pod: "a"}); got != 2500*time.Millisecond {
		t.Fatalf("got %s", got)
	}
}

func TestGivenASlowStopWhenAskedThenItDelaysStopsOnly(t *testing.T) {
	rules := parsed(t, `[{"fault":"slowStop","seconds":40}]`)
	if start, stop := rules.Delay(Slow, Target{}), rules.Delay(SlowStop, Target{}); start != 0 || stop != 40*time.Second {
		t.Fatalf("got %s, %s", start, stop)
	}
}

func TestGivenBadRulesWhenLoadedThenEachIsNamedWithFieldValueAndFix(t *testing.T) {
	file := filepath.Join(t.TempDir(), "faults.json")
	content := `[{"fault":"explode"},{"pod":"(","fault":"slow"},{"image":"[","fault":"pullError"},{"fault":"crashLoop","seconds":3}]`
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(file)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, part := range []string{file, `[0].fault: "explode" is unknown; use one of [pullError`, `[1].pod: "("`, `[2].image: "["`, `[3].seconds: 3`} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in: %v", part, err)
		}
	}
}

func TestGivenAnUnknownFieldWhenParsedThenRejected(t *testing.T) {
	if _, err := Parse([]byte(`[{"fault":"slow","second":1}]`)); err == nil || !strings.Contains(err.Error(), `"second"`) {
		t.Fatalf("got %v", err)
	}
}

func parsed(t *testing.T, content string) Rules {
	t.Helper()
	rules, err := Parse([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return rules
}
