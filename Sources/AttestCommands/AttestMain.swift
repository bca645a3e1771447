public enum AttestMain { public static func main() {} }
