package cri

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenAnAdmissionReviewWhenAskedThenItIsAllowedUnderItsUID(t *testing.T) {
	answer := httptest.NewRecorder()
	allow(answer, httptest.NewRequest(http.MethodPost, "/validate", strings.NewReader(`{"request": {"uid": "u-1"}}`)))
	var review struct {
		Kind     string
		Response struct {
			UID     string
			Allowed bool
		}
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &review); err != nil {
		t.Fatal(err)
	}
	if review.Kind != "AdmissionReview" || review.Response.UID != "u-1" || !review.Response.Allowed {
		t.Errorf("got %+v", review)
	}
}

func TestGivenMetricsServerWhenItsGroupIsAskedThenKindsAreListedAndOtherImagesKeepTheirAnswer(t *testing.T) {
	for path, want := range map[string]string{
		"/apis/metrics.k8s.io/v1beta1":                      "APIResourceList",
		"/apis/metrics.k8s.io/v1beta1/nodes":                "NodeMetricsList",
		"/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods": "PodMetricsList",
	} {
		answer := httptest.NewRecorder()
		if !aggregated("registry.k8s.io/metrics-server/metrics-server:v0", answer, httptest.NewRequest(http.MethodGet, path, nil)) {
			t.Fatalf("%s is not answered", path)
		}
		if !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %s", path, answer.Body)
		}
	}
	if aggregated("example.test/web:1", httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/apis/metrics.k8s.io/v1beta1", nil)) {
		t.Error("answered for another image")
	}
}

func TestGivenAPulledImageWhenAskedThenItsUserIsNotRoot(t *testing.T) {
	m := newMachine(t)
	m.pull("example.test/web:1", nil)
	answer, err := m.images.ImageStatus(m.context(), &v1.ImageStatusRequest{Image: &v1.ImageSpec{Image: "example.test/web:1"}})
	m.check(err)
	if user := answer.GetImage().GetUid().GetValue(); user == 0 {
		t.Error("an image without a user runs as root, which the kubelet refuses under runAsNonRoot")
	}
}
