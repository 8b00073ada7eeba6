package machine

import (
	"errors"
	"fmt"
	"net/netip"

	"clusterline.io/sandbox/node/internal/vpc"
)

func (f *Fleet) ensureNetwork(one VPC) error {
	cidr, err := netip.ParsePrefix(one.CIDR)
	if err != nil {
		return fmt.Errorf("VPC %s: cidr: %w", one.ID, err)
	}
	network := f.networks[one.ID]
	if network == nil {
		if network, err = vpc.New(cidr); err != nil {
			return fmt.Errorf("VPC %s: %w", one.ID, err)
		}
		f.networks[one.ID] = network
		if f.settings.Debian != nil {
			if f.servers[one.ID], err = serveDebian(network, f.settings, one.ID); err != nil {
				return err
			}
		}
	}
	return syncSubnets(network, one)
}

func syncSubnets(network *vpc.Network, one VPC) error {
	wanted := map[string]bool{}
	var failed error
	for _, subnet := range one.Subnets {
		wanted[subnet.ID] = true
		cidr, err := netip.ParsePrefix(subnet.CIDR)
		if err == nil {
			err = network.AddSubnet(subnet.ID, cidr)
		}
		failed = errors.Join(failed, err)
	}
	for _, id := range network.Subnets() {
		if !wanted[id] {
			failed = errors.Join(failed, network.RemoveSubnet(id))
		}
	}
	return failed
}

// dropNetworks closes the networks of VPCs that are no more, once their last host has gone.
func (f *Fleet) dropNetworks() {
	needed := map[string]bool{}
	for _, one := range f.world.VPCs {
		needed[one.ID] = true
	}
	for _, keeper := range f.keepers {
		needed[keeper.host.Status().VPCID] = true
	}
	for id, network := range f.networks {
		if needed[id] {
			continue
		}
		if stop := f.servers[id]; stop != nil {
			stop()
			delete(f.servers, id)
		}
		if err := network.Close(); err != nil {
			f.settings.Log.Printf("VPC %s: %v", id, err)
		}
		delete(f.networks, id)
	}
}
