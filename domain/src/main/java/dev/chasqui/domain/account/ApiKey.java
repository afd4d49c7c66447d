package dev.chasqui.domain.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key of a user. The server has its hash alone.
 *
 * @param id the unique id, which is no secret
 * @param user the name of its user
 * @param name a word of the user's choice for it; it may be empty
 * @param sha256 the SHA-256 of the key, 64 hexadecimal digits in small letters
 * @param created the time when the key, or its last rotation, was made
 * @param expires the time from which on it is not accepted; empty for never
 * @param grants the bounds on what it may be used for, within those of its user
 * @param limits its own limits, besides those of its user
 * @param budget its own budget, besides that of its user
 */
public record ApiKey(
        String id,
        String user,
        String name,
        String sha256,
        Instant created,
        Optional<Instant> expires,
        Grants grants,
        List<Limit> limits,
        Optional<Budget> budget) {
    public ApiKey {
        limits = List.copyOf(limits);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 (expected: 64 hexadecimal digits)");
        }
    }
}
