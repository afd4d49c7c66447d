package dev.chasqui.bootstrap.trial;

import dev.chasqui.application.port.AddedMetrics;

import java.util.function.DoubleSupplier;

/** Metrics that nobody reads. */
enum NoMetrics implements AddedMetrics {
    INSTANCE;

    private enum Unread implements Held {
        INSTANCE;

        @Override
        public void add(double value) {}

        @Override
        public void close() {}
    }

    @Override
    public Held counter(String owner, String name, String help) {
        return Unread.INSTANCE;
    }

    @Override
    public Held timer(String owner, String name, String help) {
        return Unread.INSTANCE;
    }

    @Override
    public Held gauge(String owner, String name, String help, DoubleSupplier value) {
        return Unread.INSTANCE;
    }
}
