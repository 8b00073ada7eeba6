"""An instance's volumes are as its block-device mappings ask; moto forgets IOPS, throughput and the root's end."""

from moto.ec2.responses.instances import InstanceResponse

from .patching import replaces

ROOT_DEVICE = "/dev/sda1"
GP3_THROUGHPUT = 125


def install() -> None:
    @replaces(InstanceResponse, "_parse_block_device_mapping")
    def root_ends_with_the_instance(original, self):
        mappings = original(self)
        for mapping, asked in zip(mappings, self._get_param("BlockDeviceMappings", []), strict=True):
            if mapping["DeviceName"] == ROOT_DEVICE and "DeleteOnTermination" not in asked.get("Ebs", {}):
                mapping["Ebs"]["DeleteOnTermination"] = True
        return mappings

    @replaces(InstanceResponse, "run_instances")
    def volumes_as_asked(original, self):
        result = original(self)
        for mapping in self._get_param("BlockDeviceMappings", []):
            for instance in result.result.instances:
                _shape(self.ec2_backend, instance, mapping["DeviceName"], mapping.get("Ebs", {}))
        return result


def _shape(backend, instance, device: str, asked: dict) -> None:
    if device not in instance.block_device_mapping:
        return
    volume = backend.get_volume(instance.block_device_mapping[device].volume_id)
    volume.iops = asked.get("Iops", volume.iops)
    volume.throughput = asked.get("Throughput", GP3_THROUGHPUT if volume.volume_type == "gp3" else None)
