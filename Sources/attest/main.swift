import AttestCommands

AttestMain.main()
