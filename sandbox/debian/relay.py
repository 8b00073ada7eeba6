"""Reaches machines in their network from outside, as an internet gateway does with public addresses.

`relay.py inside SOCKET` dials what it is asked for; it runs in the machines' network.
`relay.py outside SOCKET PUBLIC PRIVATE PORT…` listens on the loopback address PUBLIC and asks it for PRIVATE.
"""

import asyncio
import ipaddress
import sys

PRIVATE = ipaddress.ip_network("10.9.0.0/24")
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except (OSError, RuntimeError):
        writer.transport.abort()


async def join(one: Pair, other: Pair) -> None:
    await asyncio.gather(copy(one[0], other[1]), copy(other[0], one[1]))
    for _, writer in (one, other):
        writer.close()


async def inside(path: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address, port = (await reader.readline()).decode().split()
        if ipaddress.ip_address(address) not in PRIVATE:
            writer.transport.abort()
            return
        try:
            machine = await asyncio.wait_for(asyncio.open_connection(address, int(port)), 10)
        except (OSError, TimeoutError):
            writer.transport.abort()
            return
        await join((reader, writer), machine)

    await (await asyncio.start_unix_server(serve, path)).serve_forever()


async def outside(path: str, public: str, private: str, ports: list[str]) -> None:
    if ipaddress.ip_address(public) not in LOOPBACK:
        sys.exit(f"{public} is no loopback address")

    async def listen(port: str) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                network = await asyncio.open_unix_connection(path)
            except OSError:
                writer.transport.abort()
                return
            network[1].write(f"{private} {port}\n".encode())
            await join((reader, writer), network)

        await (await asyncio.start_server(serve, public, int(port))).serve_forever()

    await asyncio.gather(*(listen(port) for port in ports))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["inside", path]:
            asyncio.run(inside(path))
        case ["outside", path, public, private, *ports]:
            asyncio.run(outside(path, public, private, ports))
        case _:
            sys.exit(__doc__)
