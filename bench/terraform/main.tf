# The machines of the Eco² cluster as Terraform would make them: one network, one group, 14 instances.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "key" {
  type      = string
  sensitive = true
}

provider "aws" {
  region                      = "ap-northeast-2"
  access_key                  = var.key
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {
    ec2 = var.endpoint
    sts = var.endpoint
  }
}

data "aws_ami" "ubuntu" {
  owners      = ["099720109477"]
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]
  }
}

resource "aws_vpc" "cluster" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "terraform" }
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.cluster.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "node" {
  name   = "node"
  vpc_id = aws_vpc.cluster.id
}

resource "aws_instance" "node" {
  count                  = 14
  ami                    = data.aws_ami.ubuntu.id
  instance_type          = "t3.medium"
  subnet_id              = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.node.id]
  tags                   = { Name = "node-${count.index}" }
}
