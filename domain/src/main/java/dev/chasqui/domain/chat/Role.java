package dev.chasqui.domain.chat;

/**
 * The speaker of a message. The set is open: an unknown role is carried as it is, since a backend
 * may know it.
 */
public record Role(String name) {
    public static final Role SYSTEM = new Role("system");
    public static final Role DEVELOPER = new Role("developer");
    public static final Role USER = new Role("user");
    public static final Role ASSISTANT = new Role("assistant");
    public static final Role TOOL = new Role("tool");
    public static final Role FUNCTION = new Role("function");

    /** Returns the role of this name, as one of the constants if it is well known. */
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

    /**
     * Returns true for a role that instructs the model: system, or developer in newer OpenAI APIs.
     */
    public boolean instructs() {
        return equals(SYSTEM) || equals(DEVELOPER);
    }

    @Override
    public String toString() {
        return name;
    }
}
