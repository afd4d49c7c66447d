package dev.chasqui.adapters.config.governance;

import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** The configuration of the ledger of requests. */
public record LedgerConfig(
        @Key(help = "`false` enters no request any more; older ones stay.", fallback = "true")
                boolean on,
        @Key(
                        help =
                                "The most requests that wait for the database, some 500 bytes of"
                                        + " memory each, and 64 KB more with their content. Further"
                                        + " ones are dropped and counted in"
                                        + " `chasqui_ledger_dropped_total`; no request waits.",
                        fallback = "10000",
                        least = "1",
                        most = "1000000")
                int queue,
        @Key(
                        help =
                                "The age at which a request is removed, checked once an hour. The"
                                        + " sums of its hour stay.",
                        fallback = "90d",
                        least = "1h",
                        most = "3650d")
                Duration keep,
        @Key(
                        help =
                                "The most requests that are kept; above that the oldest are"
                                        + " removed.",
                        fallback = "10000000",
                        least = "1",
                        most = "1000000000")
                int most,
        @Key(
                        help =
                                "`true` keeps the text of requests and answers, at most 16384"
                                        + " characters of each, as long as the request is kept."
                                        + " Then the database and its backups hold what people"
                                        + " wrote.",
                        fallback = "false")
                boolean content) {}
