package dev.chasqui.application.ledger;

import java.time.Duration;

/**
 * The settings of the ledger.
 *
 * @param on true if requests are entered
 * @param queue the most entries that wait for the store
 * @param keep the age at which entries are removed
 * @param most the most entries that are kept
 * @param content true if entries have their content
 */
public record LedgerSettings(boolean on, int queue, Duration keep, long most, boolean content) {}
