package dev.chasqui.application.responses;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that responses in the background hold, of all and of each owner, who gets at most half
 * of it. A first one is always let in, since it is bounded as every request is. Used under its
 * owner's lock.
 */
final class RunMemory {
    private static final int SHARES = 2;

    private final long most;
    private final Map<String, Long> held = new HashMap<>();
    private long sum;

    /**
     * @param most the most bytes
     */
    RunMemory(long most) {
        this.most = most;
    }

    /** Returns true if there is room for so many bytes more. */
    boolean hasRoom(long bytes) {
        return sum == 0 || sum + bytes <= most;
    }

    /** Returns true if the owner's share has room for so many bytes more. */
    boolean hasRoom(String owner, long bytes) {
        long own = held.getOrDefault(owner, 0L);
        return own == 0 || own + bytes <= most / SHARES;
    }

    /** Takes so many bytes. */
    void take(String owner, long bytes) {
        sum += bytes;
        var _ = held.merge(owner, bytes, Long::sum);
    }

    /** Gives back what was taken. */
    void giveBack(String owner, long bytes) {
        sum -= bytes;
        var _ = held.computeIfPresent(owner, (_, own) -> own == bytes ? null : own - bytes);
    }
}
