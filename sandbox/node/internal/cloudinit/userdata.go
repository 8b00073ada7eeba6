package cloudinit

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
)

// userData is what an instance was given, split by kind.
type userData struct {
	config    Config
	scripts   [][]byte
	unknown   []string // keys that are not carried out: errors
	unhandled []string // parts that the original would pass over with a warning
}

func parseUserData(content []byte) (userData, error) {
	var parsed userData
	if len(bytes.TrimSpace(content)) == 0 {
		return parsed, nil
	}
	if bytes.HasPrefix(content, []byte("Content-Type: multipart/")) || bytes.HasPrefix(content, []byte("MIME-Version:")) {
		return parsed, parsed.addMultipart(content)
	}
	return parsed, parsed.add(content)
}

func (d *userData) add(part []byte) error {
	first, _, _ := strings.Cut(string(part), "\n")
	first = strings.TrimSpace(first)
	switch {
	case strings.HasPrefix(first, "#!"):
		d.scripts = append(d.scripts, part)
	case first == "#cloud-config":
		config, unknown, err := parseConfig(part)
		if err != nil {
			d.unhandled = append(d.unhandled, err.Error())
		}
		d.config = config
		d.unknown = append(d.unknown, unknown...)
	case strings.HasPrefix(first, "#cloud-") || strings.HasPrefix(first, "#include") || strings.HasPrefix(first, "## template"):
		d.unknown = append(d.unknown, fmt.Sprintf("user data of kind %q", first))
	default:
		d.unhandled = append(d.unhandled, "Unhandled non-multipart (text/x-not-multipart) userdata")
	}
	return nil
}

func (d *userData) addMultipart(content []byte) error {
	message, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("user data: %w", err)
	}
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("user data: %w", err)
	}
	for reader := multipart.NewReader(message.Body, parameters["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("user data: %w", err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return fmt.Errorf("user data: %w", err)
		}
		if err := d.add(body); err != nil {
			return err
		}
	}
}
