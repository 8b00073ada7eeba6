package machine

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/hostinit"
)

// The hosts' users are numbers that no account of the machine has: systemd leaves what lies above its containers unused,
// and useradd gives out lower ones to users and to their containers.
const (
	firstUser  = 0x70000000
	users      = 65536
	firstOwner = firstUser + users // of the owners of the hosts' user namespaces, see startAs
	owners     = 50000
)

// Users are the ids that the users of the hosts have on this machine.
type Users struct {
	first     int      // what a host's root is
	namespace *os.File // with the mapping; nil: the hosts' ids have the machine's numbers
}

// SameUsers gives the hosts' users the machine's numbers.
func SameUsers() *Users { return &Users{} }

// OwnUsers gives them a range of their own. It fails where the machine's root cannot be shown with other owners: Linux
// can since 5.19, on most file systems.
func OwnUsers() (*Users, error) {
	namespace, err := mappedNamespace()
	if err != nil {
		return nil, fmt.Errorf("users of their own: %w", err)
	}
	own := &Users{first: firstUser, namespace: namespace}
	shown, err := own.show("/")
	if err != nil {
		return nil, errors.Join(err, namespace.Close())
	}
	return own, unix.Close(shown)
}

// mappedNamespace holds a user namespace by its file alone: the process that was started for it ends at once, because
// nobody gives it an order.
func mappedNamespace() (*os.File, error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	ordersIn, ordersOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ordersIn.Close()
	mapping := []syscall.SysProcIDMap{{ContainerID: 0, HostID: firstUser, Size: users}}
	holder, err := os.StartProcess("/proc/self/exe", []string{"machines", hostinit.EnterStage}, &os.ProcAttr{
		Dir: "/", Files: []*os.File{null, null, null, ordersIn},
		Sys: &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER, UidMappings: mapping, GidMappings: mapping},
	})
	if err != nil {
		ordersOut.Close()
		return nil, err
	}
	namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/user", holder.Pid))
	ordersOut.Close()
	_, _ = holder.Wait() // its end is all we wait for
	return namespace, err
}

// show opens a tree whose owners are the hosts' users instead of the machine's. Nothing is written.
func (u *Users) show(path string) (int, error) {
	tree, err := unix.OpenTree(unix.AT_FDCWD, path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
	if err != nil {
		return -1, fmt.Errorf("show %s: %w", path, err)
	}
	attributes := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_IDMAP | unix.MOUNT_ATTR_RDONLY, Userns_fd: uint64(u.namespace.Fd())}
	if err := unix.MountSetattr(tree, "", unix.AT_EMPTY_PATH, &attributes); err != nil {
		return -1, errors.Join(fmt.Errorf("show %s with other owners: %w", path, err), unix.Close(tree))
	}
	return tree, nil
}

// own gives a file to the hosts' root, with its mode: a change of the owner takes setuid away.
func (u *Users) own(path string, mode os.FileMode) error {
	return errors.Join(os.Lchown(path, u.first, u.first), os.Chmod(path, mode))
}

// mapping is what the kernel is told of a host's users.
func (u *Users) mapping() []byte { return fmt.Appendf(nil, "0 %d %d\n", u.first, users) }
