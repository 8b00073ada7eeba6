package machine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	pollSeconds  = 30
	firstBackoff = 100 * time.Millisecond
	lastBackoff  = 2 * time.Second
)

// Source asks the AWS stand-in.
type Source struct {
	base   string
	key    string
	client *http.Client
}

// NewSource asks at that address, http://127.0.0.1:PORT, with that key; an empty one is not sent.
func NewSource(base, key string) *Source {
	return &Source{base: base, key: key, client: &http.Client{Timeout: (pollSeconds + 15) * time.Second}}
}

// Next returns the world as soon as its revision is another than the given one, or after the poll's time.
func (s *Source) Next(ctx context.Context, after int64) (World, error) {
	address := fmt.Sprintf("%s/_sandbox/machines?after=%d&wait=%d", s.base, after, pollSeconds)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return World{}, fmt.Errorf("--aws: %w", err)
	}
	if s.key != "" {
		request.Header.Set("Authorization", "Bearer "+s.key)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return World{}, fmt.Errorf("AWS stand-in: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 200)) // what there is of it
		return World{}, fmt.Errorf("AWS stand-in: %s answers %s: %s", address, response.Status, body)
	}
	var world World
	if err := json.NewDecoder(response.Body).Decode(&world); err != nil {
		return World{}, fmt.Errorf("AWS stand-in: %s: %w", address, err)
	}
	return world, nil
}

// First asks until there is an answer; the error is the last one.
func (s *Source) First(ctx context.Context) (World, error) {
	for {
		world, err := s.Next(ctx, -1)
		if err == nil {
			return world, nil
		}
		if pause(ctx, firstBackoff); ctx.Err() != nil {
			return World{}, err
		}
	}
}

// Follow hands every world after that revision to accept until the context ends; an unreachable stand-in is told to
// complain and asked again, and what runs goes on running.
func (s *Source) Follow(ctx context.Context, revision int64, accept func(World), complain func(error)) {
	for backoff := firstBackoff; ctx.Err() == nil; {
		world, err := s.Next(ctx, revision)
		if err == nil {
			backoff = firstBackoff
			if world.Revision != revision {
				revision = world.Revision
				accept(world)
			}
			continue
		}
		if ctx.Err() == nil {
			complain(err)
			pause(ctx, backoff)
			backoff = min(2*backoff, lastBackoff)
		}
	}
}

func pause(ctx context.Context, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
