package dev.chasqui.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;

/** The question whether this machine carries multicast packets over its loopback. */
public final class LoopbackMulticast {
    private static final int MDNS = 5353;
    private static final int LONGEST_WAIT_MS = 1000;

    private LoopbackMulticast() {}

    /** Returns true if a packet that is sent to the group of mDNS comes back. */
    public static boolean works() {
        try (MulticastSocket socket = new MulticastSocket(MDNS)) {
            NetworkInterface loopback =
                    NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            InetSocketAddress group = new InetSocketAddress("224.0.0.251", MDNS);
            socket.setNetworkInterface(loopback);
            socket.joinGroup(group, loopback);
            socket.setSoTimeout(LONGEST_WAIT_MS);
            socket.send(new DatagramPacket(new byte[1], 1, group));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
