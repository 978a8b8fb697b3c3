package io.belfry.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface Names {
    /** As this machine does it. */
    Names OF_THE_SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** Blocks; is called on a worker thread. */
    List<InetAddress> addressesOf(String host) throws UnknownHostException;
}
