package machine

import (
	"fmt"
	"net/netip"

	"clusterline.io/sandbox/node/internal/vpc"
)

func (f *Fleet) addHost(instance Instance) {
	f.made++
	host := &Host{settings: f.settings, number: f.made, instance: instance, state: Stopped, changed: f.route}
	plan, err := f.plan(instance, f.made)
	host.boot = plan
	keeper := newKeeper(host, func() { f.forget(instance.ID) })
	f.keepers[instance.ID] = keeper
	if err != nil {
		host.state, host.err = Failed, err
		f.settings.Log.Printf("%s: %v", instance.ID, err)
		return
	}
	keeper.byAWS(wantOn)
}

func (f *Fleet) plan(instance Instance, number int) (bootPlan, error) {
	network := f.networks[instance.VPCID]
	if network == nil {
		return bootPlan{}, fmt.Errorf("there is no VPC %s", instance.VPCID)
	}
	address, err := netip.ParseAddr(instance.PrivateIP)
	if err != nil {
		return bootPlan{}, fmt.Errorf("privateIp: %w", err)
	}
	userData, err := instance.userData()
	if err != nil {
		return bootPlan{}, err
	}
	for _, one := range f.world.VPCs {
		if one.ID == instance.VPCID {
			subnet, err := one.subnet(instance.SubnetID)
			card := vpc.Interface{Name: f.settings.cardName(number), SubnetID: instance.SubnetID, Subnet: subnet, PrivateIP: address}
			return bootPlan{network, card, userData}, err
		}
	}
	return bootPlan{}, fmt.Errorf("there is no VPC %s", instance.VPCID)
}
