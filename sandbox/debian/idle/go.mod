module clusterline.io/sandbox/debian/idle

go 1.21
