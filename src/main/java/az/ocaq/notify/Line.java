package az.ocaq.notify;

/**
 * Where messages go: one address of a contact, by one way of sending. What becomes of a message is known of each line by itself.
 *
 * @param way a {@link Notifier#name}
 */
record Line(String way, String address) {}
