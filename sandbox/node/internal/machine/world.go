package machine

import (
	"encoding/base64"
	"fmt"
	"net/netip"
)

// World is the AWS stand-in's answer: everything that should exist.
type World struct {
	Revision int64      `json:"revision"`
	VPCs     []VPC      `json:"vpcs"`
	Machines []Instance `json:"machines"`
}

// VPC is one virtual private cloud.
type VPC struct {
	ID      string   `json:"id"`
	Region  string   `json:"region"`
	CIDR    string   `json:"cidr"`
	Subnets []Subnet `json:"subnets"`
}

// Subnet is a part of a VPC.
type Subnet struct {
	ID   string `json:"id"`
	CIDR string `json:"cidr"`
	Zone string `json:"zone"`
}

// Instance is one EC2 instance.
type Instance struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Region       string   `json:"region"`
	Zone         string   `json:"zone"`
	State        string   `json:"state"`
	VPCID        string   `json:"vpcId"`
	SubnetID     string   `json:"subnetId"`
	PrivateIP    string   `json:"privateIp"`
	PublicIP     *string  `json:"publicIp"`
	UserData     *string  `json:"userData"` // base64
	InstanceType string   `json:"instanceType"`
	VCPUs        int      `json:"vcpus"`     // of its type; 0: not known
	MemoryMiB    int      `json:"memoryMib"` // of its type; 0: not known
	MetadataHops int      `json:"metadataHops"`
	ImageName    string   `json:"imageName"`
	PublicKeys   []string `json:"publicKeys"`
	Ingress      []Rule   `json:"ingress"`
}

// Rule opens ports to sources outside the VPC.
type Rule struct {
	Protocol string `json:"protocol"`
	From     int    `json:"from"`
	To       int    `json:"to"`
}

func (i Instance) running() bool { return i.State == "running" }

// gone says that the instance and its disk are no more.
func (i Instance) gone() bool { return i.State == "terminated" || i.State == "shutting-down" }

func (i Instance) userData() ([]byte, error) {
	if i.UserData == nil {
		return nil, nil
	}
	content, err := base64.StdEncoding.DecodeString(*i.UserData)
	if err != nil {
		return nil, fmt.Errorf("instance %s: userData is not base64", i.ID) // not the content: it holds a key
	}
	return content, nil
}

// hostname is the private DNS name's first label, EC2's default.
func (i Instance) hostname() string {
	name := "ip-"
	for _, r := range i.PrivateIP {
		if r == '.' {
			r = '-'
		}
		name += string(r)
	}
	return name
}

// subnet finds the instance's subnet in its VPC.
func (v VPC) subnet(id string) (netip.Prefix, error) {
	for _, subnet := range v.Subnets {
		if subnet.ID == id {
			return netip.ParsePrefix(subnet.CIDR)
		}
	}
	return netip.Prefix{}, fmt.Errorf("subnet %s is not in VPC %s", id, v.ID)
}
