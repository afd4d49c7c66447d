package dev.chasqui.domain.chat;

/**
 * Who speaks in a message. An open set: a role that we do not know is carried as it is, since a
 * backend may know it.
 */
public record Role(String name) {
    public static final Role SYSTEM = new Role("system");
    public static final Role DEVELOPER = new Role("developer");
    public static final Role USER = new Role("user");
    public static final Role ASSISTANT = new Role("assistant");
    public static final Role TOOL = new Role("tool");
    public static final Role FUNCTION = new Role("function");

    /** The role of this name, the well-known one where there is one. */
    public static Role of(String name) {
        return switch (name) {
            case "system" -> SYSTEM;
            case "developer" -> DEVELOPER;
            case "user" -> USER;
            case "assistant" -> ASSISTANT;
            case "tool" -> TOOL;
            case "function" -> FUNCTION;
            default -> new Role(name);
        };
    }

    /** Whether such a message instructs the model: system, or developer as OpenAI calls it now. */
    public boolean instructs() {
        return equals(SYSTEM) || equals(DEVELOPER);
    }

    @Override
    public String toString() {
        return name;
    }
}
