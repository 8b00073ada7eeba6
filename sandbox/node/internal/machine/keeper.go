package machine

import "sync"

// want is what a host should be.
type want int

const (
	wantOff want = iota
	wantOn
	wantCrash
	wantGone
)

// keeper brings one host to what is wanted of it, one change at a time; only the last wish counts.
type keeper struct {
	host   *Host
	wake   chan struct{}
	goneBy func() // told when the host is no more

	mu     sync.Mutex
	aws    want // by the instance's state
	manual want // by the control API, until the instance's state changes
	held   bool // whether manual counts
	fresh  bool // whether a failed host may try again
}

func newKeeper(host *Host, gone func()) *keeper {
	k := &keeper{host: host, wake: make(chan struct{}, 1), goneBy: gone, fresh: true}
	go k.run()
	return k
}

// byAWS takes the instance's state; a change of it ends what the control API asked for.
func (k *keeper) byAWS(wanted want) {
	k.mu.Lock()
	if wanted != k.aws {
		k.aws, k.held, k.fresh = wanted, false, true
	}
	k.mu.Unlock()
	k.nudge()
}

// byHand takes a wish of the control API.
func (k *keeper) byHand(wanted want) {
	k.mu.Lock()
	k.manual, k.held, k.fresh = wanted, true, true
	k.mu.Unlock()
	k.nudge()
}

func (k *keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (k *keeper) wanted() (wanted want, fresh bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	wanted, fresh = k.aws, k.fresh
	if k.held && k.aws != wantGone {
		wanted = k.manual
	}
	k.fresh = false
	return wanted, fresh
}

func (k *keeper) run() {
	for range k.wake {
		wanted, fresh := k.wanted()
		state := k.host.Status().State
		running := state == Booting || state == Ready
		switch {
		case wanted == wantGone:
			if err := k.host.remove(); err != nil {
				k.host.settings.Log.Print(err)
			}
			k.goneBy()
			return
		case wanted == wantOn && !running && fresh:
			k.host.start()
		case wanted == wantOff && running:
			k.host.stop()
		case wanted == wantCrash && running:
			k.host.crash()
		}
	}
}
