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
 * A query of the process that owns a port of this machine, as far as Linux shows it. Another
 * process may take a free port before our server does, and would then get our requests.
 */
final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    /** Indexes of fields in a line of {@code /proc/net/tcp}. */
    private static final int ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /**
     * Returns true if the port belongs to a process that can be seen and is not ours. If no process
     * can be seen, the port counts as ours: that is the case outside Linux, and for servers of
     * other users, such as Docker's.
     *
     * @param group the process group of our server
     * @param mark the mark in the environment of all processes that our server has started
     */
    static boolean isOtherProcess(int port, long group, String mark) {
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

    /** Returns true if one of these processes is seen to listen on the port. */
    static boolean isHeldBy(int port, Collection<Long> processes) {
        Set<String> sockets = listening(port);
        return processes.stream().anyMatch(pid -> holds(pid, sockets));
    }

    /**
     * Returns the sockets that listen on a port, on any address, by the names of their descriptors.
     */
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
                // The system is not Linux, or lacks that protocol.
            }
        }
        return sockets;
    }

    /** Returns true if a process has one of the sockets; false if it may not be inspected. */
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

    /** Returns the target of a descriptor; empty if it has been closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
