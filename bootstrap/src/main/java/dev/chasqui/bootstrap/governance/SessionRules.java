package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.sessions.SessionsConfig;
import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.sessions.SessionSettings;

/** The rules for sessions by the config. Has no state. */
final class SessionRules {
    private SessionRules() {}

    static SessionSettings of(SessionsConfig config) {
        return new SessionSettings(
                config.on(),
                new SessionLimits(
                        config.keepFor(), config.mostPerUser(), config.mostBytesPerUser().bytes()),
                config.concurrent() == SessionsConfig.Concurrent.ORDER,
                config.longestWait(),
                config.mostWaiting(),
                config.mostHistory().bytes());
    }
}
