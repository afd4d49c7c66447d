package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;

import java.util.Map;

/** A command that changes or shows one user, key or team of the running server. */
abstract class CallerCommand extends AdminCommand {
    CallerCommand(Map<String, String> environment) {
        super(environment);
    }

    /** Returns the path of a user. */
    static String user(String name) {
        return "/admin/users/" + ServerClient.encoded(name);
    }

    /** Returns the path of what is kept of a user. */
    static String data(String name) {
        return user(name) + "/data";
    }

    /** Returns the path of a key. */
    static String key(String id) {
        return "/admin/keys/" + ServerClient.encoded(id);
    }

    /** Returns the path of a team. */
    static String team(String name) {
        return "/admin/teams/" + ServerClient.encoded(name);
    }
}
