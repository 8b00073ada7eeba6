package machine

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestGivenRulesWhenAskedForPortsThenSmallRangesAreOpenAndWideOnesOnlyForKnownPorts(t *testing.T) {
	for name, one := range map[string]struct {
		rules  []Rule
		wanted []uint16
	}{
		"single":  {[]Rule{{"tcp", 22, 22}, {"tcp", 6443, 6443}, {"tcp", 22, 22}}, []uint16{22, 6443}},
		"small":   {[]Rule{{"tcp", 8080, 8082}}, []uint16{8080, 8081, 8082}},
		"wide":    {[]Rule{{"tcp", 0, 65535}}, []uint16{22, 80, 443, 6443}},
		"nodes":   {[]Rule{{"tcp", 30000, 32767}}, []uint16{}},
		"all":     {[]Rule{{"-1", -1, -1}}, []uint16{22, 80, 443, 6443}},
		"udp":     {[]Rule{{"udp", 22, 22}}, []uint16{}},
		"nothing": {nil, []uint16{}},
	} {
		ports := openPorts(one.rules)
		slices.Sort(ports)
		if !slices.Equal(ports, one.wanted) {
			t.Errorf("%s: %v, wanted %v", name, ports, one.wanted)
		}
	}
}

func TestGivenUserDataThatIsNotBase64WhenReadThenTheErrorDoesNotTellIt(t *testing.T) {
	secret := "-----PRIVATE"
	_, err := Instance{ID: "i-1", UserData: &secret}.userData()
	if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "i-1") {
		t.Errorf("%v", err)
	}
}

func TestGivenAPrivateAddressWhenNamedThenItIsEC2sDefaultName(t *testing.T) {
	if name := (Instance{PrivateIP: "10.0.1.25"}).hostname(); name != "ip-10-0-1-25" {
		t.Error(name)
	}
}

func TestGivenAnAWSThatFailsForAWhileWhenFollowedThenEveryNewWorldComesOnceAndTheFailureIsTold(t *testing.T) {
	revisions := []string{`{"revision":1}`, `{"revision":1}`, "broken", `{"revision":2}`}
	asked := []string{}
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Authorization") != "Bearer KEY" {
			t.Errorf("asked with %q", request.Header.Get("Authorization"))
		}
		asked = append(asked, request.URL.Query().Get("after"))
		if len(asked) > len(revisions) {
			<-request.Context().Done()
			return
		}
		fmt.Fprint(writer, revisions[len(asked)-1])
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var worlds []int64
	var told []error
	NewSource(server.URL, "KEY").Follow(ctx, 0, func(world World) {
		worlds = append(worlds, world.Revision)
		if world.Revision == 2 {
			cancel()
		}
	}, func(err error) { told = append(told, err) })
	if !slices.Equal(worlds, []int64{1, 2}) || len(told) != 1 || !slices.Equal(asked[:4], []string{"0", "1", "1", "1"}) {
		t.Errorf("worlds %v, errors %v, asked after %v", worlds, told, asked)
	}
}

func TestGivenAnAWSThatNeverAnswersWhenAskedForTheFirstTimeThenTheLastErrorComesBack(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := NewSource("http://127.0.0.1:9", "").First(ctx); err == nil || !strings.Contains(err.Error(), "AWS stand-in") {
		t.Errorf("%v", err)
	}
}
