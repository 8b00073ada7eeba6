package machine

import (
	"errors"
	"fmt"
	"sort"
	"sync"

	"clusterline.io/sandbox/node/internal/gateway"
	"clusterline.io/sandbox/node/internal/vpc"
)

// Fleet is every VPC and host of one sandbox.
type Fleet struct {
	settings Settings
	gateway  *gateway.Gateway

	mu       sync.Mutex
	world    World
	networks map[string]*vpc.Network
	keepers  map[string]*keeper
	servers  map[string]func() // end the package repositories of a VPC, of Debian machines only
	made     int               // hosts made so far: their numbers

	routing sync.Mutex // held while routes are computed and applied, so that the last state wins
}

// NewFleet has nothing yet.
func NewFleet(settings Settings) *Fleet {
	return &Fleet{settings: settings, gateway: gateway.New(), networks: map[string]*vpc.Network{}, keepers: map[string]*keeper{}, servers: map[string]func(){}}
}

// Accept makes a world true: networks now, hosts by their keepers.
func (f *Fleet) Accept(world World) {
	f.mu.Lock()
	f.world = world
	for _, one := range world.VPCs {
		if err := f.ensureNetwork(one); err != nil {
			f.settings.Log.Print(err)
		}
	}
	listed := map[string]bool{}
	for _, instance := range world.Machines {
		listed[instance.ID] = true
		f.acceptInstance(instance)
	}
	for id, keeper := range f.keepers {
		if !listed[id] {
			keeper.byAWS(wantGone)
		}
	}
	f.dropNetworks()
	f.mu.Unlock()
	f.route()
}

func (f *Fleet) acceptInstance(instance Instance) {
	existing := f.keepers[instance.ID]
	switch {
	case instance.gone() && existing != nil:
		existing.byAWS(wantGone)
	case instance.running() && existing == nil:
		f.addHost(instance)
	case existing != nil:
		existing.host.rename(instance)
		existing.byAWS(map[bool]want{true: wantOn, false: wantOff}[instance.running()])
	}
}

// rename takes what may change in the life of an instance without a new boot.
func (h *Host) rename(instance Instance) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.instance.Name = instance.Name
}

func (f *Fleet) forget(id string) {
	f.mu.Lock()
	delete(f.keepers, id)
	f.dropNetworks()
	f.mu.Unlock()
	f.route()
}

// Hosts tells how every host is, by instance id.
func (f *Fleet) Hosts() []Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Status, 0, len(f.keepers))
	for _, keeper := range f.keepers {
		all = append(all, keeper.host.Status())
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// ErrUnknown says that there is no such host.
var ErrUnknown = errors.New("there is no such machine")

// Power carries out stop, start or crash.
func (f *Fleet) Power(id, action string) error {
	f.mu.Lock()
	keeper := f.keepers[id]
	f.mu.Unlock()
	if keeper == nil {
		return fmt.Errorf("%w: %s", ErrUnknown, id)
	}
	keeper.byHand(map[string]want{"stop": wantOff, "start": wantOn, "crash": wantCrash}[action])
	return nil
}
