package standin

import (
	"context"
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const containerd = "unix:///run/containerd/containerd.sock"

// crictl pulls or inspects one image, as the original does; of its other commands nothing here has any use.
func crictl(arguments []string) int {
	if len(arguments) != 2 || arguments[0] != "pull" && arguments[0] != "inspecti" {
		return onlyFound("crictl", arguments)
	}
	ask := map[string]func(string, string) (string, error){"pull": pull, "inspecti": inspect}[arguments[0]]
	answer, err := ask(containerd, arguments[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "crictl: %s %s: %v\n", arguments[0], arguments[1], err)
		return 1
	}
	fmt.Println(answer)
	return 0
}

func pull(endpoint, image string) (string, error) {
	return ask(endpoint, func(service v1.ImageServiceClient) (string, error) {
		answer, err := service.PullImage(context.Background(), &v1.PullImageRequest{Image: &v1.ImageSpec{Image: image}})
		return "Image is up to date for " + answer.GetImageRef(), err
	})
}

func inspect(endpoint, image string) (string, error) {
	return ask(endpoint, func(service v1.ImageServiceClient) (string, error) {
		answer, err := service.ImageStatus(context.Background(), &v1.ImageStatusRequest{Image: &v1.ImageSpec{Image: image}})
		if err == nil && answer.GetImage() == nil {
			err = fmt.Errorf("no such image %q present", image)
		}
		return fmt.Sprintf(`{"status": {"id": %q}}`, answer.GetImage().GetId()), err
	})
}

func ask(endpoint string, question func(v1.ImageServiceClient) (string, error)) (string, error) {
	connection, err := grpc.NewClient(endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return "", err
	}
	defer connection.Close()
	return question(v1.NewImageServiceClient(connection))
}
