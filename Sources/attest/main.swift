import AttestCommands

await AttestMain.main()
