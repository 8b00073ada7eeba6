package unit

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// Socket is where a host's first process answers systemctl.
const Socket = "/run/sandbox/init.sock"

// Serve answers calls until the listener is closed.
func (m *Manager) Serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			go m.answer(connection)
		}
	}
}

func (m *Manager) answer(connection net.Conn) {
	defer connection.Close()
	var request Request
	if err := json.NewDecoder(connection).Decode(&request); err != nil {
		return // the caller went away
	}
	request.Root = callerIsRoot(connection)
	_ = json.NewEncoder(connection).Encode(m.Handle(request)) // the caller may have gone
}

// callerIsRoot asks the kernel who is at the other end.
func callerIsRoot(connection net.Conn) bool {
	raw, err := connection.(*net.UnixConn).SyscallConn()
	if err != nil {
		return false
	}
	var caller *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) { caller, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) }); err != nil {
		return false
	}
	return failed == nil && caller.Uid == 0
}

// Listen opens the socket; everyone may ask, only root may change.
func Listen(path string) (net.Listener, error) {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return listener, os.Chmod(path, 0o666)
}

// Call is systemctl's side.
func Call(path string, request Request) (Reply, error) {
	connection, err := net.Dial("unix", path)
	if err != nil {
		return Reply{}, fmt.Errorf("System has not been booted with the sandbox's init system: %w", err)
	}
	defer connection.Close()
	if err := json.NewEncoder(connection).Encode(request); err != nil {
		return Reply{}, err
	}
	var reply Reply
	return reply, json.NewDecoder(connection).Decode(&reply)
}
