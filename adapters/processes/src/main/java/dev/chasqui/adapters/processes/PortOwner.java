package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The owner of a port of this machine, as far as Linux tells: a port that was free may be another's
 * before our server takes it, and then that one would get our requests.
 */
final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    /** Places in a line of {@code /proc/net/tcp}. */
    private static final int ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /**
     * Whether the port is of a process that can be seen, and is not of ours. Where nothing can be
     * seen it counts as ours: that is so outside Linux, and of servers of other users, as Docker's
     * are.
     *
     * @param group of our server
     * @param mark which all that our server has started have in their environment
     */
    static boolean isStranger(int port, long group, String mark) {
        Set<String> sockets = listening(port);
        if (sockets.isEmpty()
                || LinuxProcesses.ofGroup(group).stream().anyMatch(pid -> holds(pid, sockets))) {
            return false;
        }
        List<Long> holders =
                ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(pid -> holds(pid, sockets))
                        .toList();
        return !holders.isEmpty()
                && holders.stream()
                        .noneMatch(
                                pid ->
                                        LinuxProcesses.hasInEnvironment(
                                                pid, SpawnRecords.VARIABLE, mark));
    }

    /** Whether one of these processes is seen to listen on the port. */
    static boolean isHeldBy(int port, Collection<Long> processes) {
        Set<String> sockets = listening(port);
        return processes.stream().anyMatch(pid -> holds(pid, sockets));
    }

    /** The sockets that listen on a port, on whatever address, as descriptors name them. */
    private static Set<String> listening(int port) {
        String ending = ":%04X".formatted(port);
        Set<String> sockets = new HashSet<>();
        for (String file : List.of("tcp", "tcp6")) {
            try {
                for (String line : Files.readAllLines(PROC.resolve("net").resolve(file))) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > INODE
                            && fields[ADDRESS].endsWith(ending)
                            && fields[STATE].equals(LISTENING)) {
                        sockets.add("socket:[" + fields[INODE] + "]");
                    }
                }
            } catch (IOException e) {
                // Not Linux, or without that protocol.
            }
        }
        return sockets;
    }

    /** False of a process that may not be looked at. */
    private static boolean holds(long pid, Set<String> sockets) {
        Path folder = PROC.resolve(Long.toString(pid)).resolve("fd");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
            for (Path one : descriptors) {
                if (sockets.contains(target(one))) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    /** A descriptor may be closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
