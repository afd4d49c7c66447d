package dev.chasqui.application.port.callers;

import dev.chasqui.domain.account.Money;

import java.time.Instant;

/**
 * The requests that one backend got for one model in one hour.
 *
 * @param hour the begin of the hour
 * @param model the model as its backend lists it
 * @param backend the backend
 * @param requests the number of requests
 * @param cost the cost
 * @param latencyMillis the sum of the latencies
 */
public record ModelHour(
        Instant hour,
        String model,
        String backend,
        long requests,
        Money cost,
        long latencyMillis) {}
