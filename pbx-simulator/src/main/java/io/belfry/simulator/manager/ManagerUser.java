package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Privilege;
import java.util.Set;

/** An account of manager.conf: which events it may read, which actions it may send. */
public record ManagerUser(String name, String secret, Set<Privilege> read, Set<Privilege> write) {
    public ManagerUser {
        read = Set.copyOf(read);
        write = Set.copyOf(write);
    }

    /** Both lists as manager.conf writes them, for instance {@code call,agent} or {@code all}. */
    public static ManagerUser of(String name, String secret, String read, String write) {
        return new ManagerUser(name, secret, Privilege.parse(read), Privilege.parse(write));
    }

    @Override
    public String toString() {
        return name;
    }
}
